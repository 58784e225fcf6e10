import * as z from "zod"
import { parseJsonMatcher } from "../../check/match/json-matcher.ts"
import type { LanguageProblem } from "../../check/match/language-problem.ts"
import { parseTextMatcher } from "../../check/match/text-matcher.ts"
import { contradictions } from "./check-contradictions.ts"
import { closed } from "./closed.ts"
import { durationMs, name, pattern, positiveInteger } from "./values.ts"

const statusCode = () => z.int().min(100).max(599)

const statusClass = () =>
  pattern({
    regex: /^[1-5]xx$/,
    name: "a status",
    expected: "a status code or a class of them, such as 200 or 2xx",
    examples: ["2xx"],
  })

const headerName = () =>
  pattern({
    regex: /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/,
    name: "the name of a header",
    expected: "letters, digits and hyphens, such as content-type",
  })

const headerValue = () =>
  pattern({
    regex: /^[\t\x20-\x7e\x80-\xff]*$/,
    name: "the value of a header",
    expected: "one line of plain characters",
  })

const textMatcher = () =>
  z.string().transform((text, context) => {
    const parsed = parseTextMatcher(text)
    if (parsed.ok) return parsed.matcher
    addProblem(context, { path: [], at: "value", problem: parsed.problem })
    return z.NEVER
  })

const jsonMatcher = () =>
  z.unknown().transform((value, context) => {
    const { matcher, problems } = parseJsonMatcher(value)
    for (const problem of problems) addProblem(context, problem)
    return problems.length === 0 ? matcher : z.NEVER
  })

const stream = closed({
  chunks: positiveInteger
    .optional()
    .meta({ description: "At least so many events, the one that says the end left out." }),
  ends: z
    .string()
    .min(1)
    .optional()
    .meta({
      description: "Data of the last event. Default: [DONE] where the events have OpenAI’s form.",
      examples: ["[DONE]"],
    }),
  firstToken: durationMs
    .optional()
    .meta({ description: "The first text of a stream in OpenAI’s form is there by then." }),
  maxGap: durationMs
    .optional()
    .meta({ description: "Longest silence between two parts of the stream." }),
})

const expectation = closed({
  status: z
    .union([statusCode(), statusClass(), z.array(z.union([statusCode(), statusClass()])).min(1)])
    .optional()
    .meta({ description: "A status code, a class such as 2xx, or a list of them. Default: 2xx." }),
  headers: z
    .record(headerName(), z.union([textMatcher(), z.null()]))
    .optional()
    .meta({
      description:
        "Headers of the answer: equal to a text, or matching a /regular expression/; null: absent.",
    }),
  json: jsonMatcher().optional().meta({
    description:
      "The body as JSON. Listed keys match, lists match whole. A text between slashes is a regular expression; $gt, $gte, $lt, $lte, $eq, $type and $exists test a value; keys at the top such as $.choices[0].text are paths.",
  }),
  text: textMatcher()
    .optional()
    .meta({ description: "Text that the body contains, or a /regular expression/." }),
  stream: z.union([z.boolean(), stream]).optional().meta({
    description: "The answer is a whole stream of server-sent events, without an error event.",
  }),
  within: durationMs.optional().meta({ description: "The whole answer is there by then." }),
  firstByte: durationMs.optional().meta({ description: "The answer begins by then." }),
})

/** One entry of `checks`: a request, and what its answer has to be. */
export const checkSchema = closed({
  name: z.string().min(1),
  service: name,
  request: pattern({
    regex: /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) \/\S*$/,
    name: "a request",
    expected: "a method and a path, such as GET /health",
  }),
  headers: z.record(headerName(), headerValue()).optional(),
  json: z.unknown().optional().meta({ description: "Body of the request, as JSON." }),
  body: z.string().optional().meta({ description: "Body of the request, as text." }),
  as: z.enum(["api-key", "internal", "nobody"]).optional().meta({
    description:
      "Who asks: api-key sends the first of the service’s API_KEYS, internal its derived token, nobody nothing. Default: nobody.",
  }),
  warmUp: durationMs.optional().meta({
    description:
      "Ask until the answer is right, for so long at most, before the check itself is made and timed.",
  }),
  redirects: z
    .int()
    .min(0)
    .max(20)
    .optional()
    .meta({ description: "Redirects to follow at most. Default: 0." }),
  expect: expectation,
}).superRefine(({ json, body, request, expect }, context) => {
  for (const one of contradictions({ request, expect })) addProblem(context, one)
  if (json === undefined || body === undefined) return
  addProblem(context, {
    path: ["body"],
    at: "key",
    problem: { name: 'allowed beside "json"', expected: 'one of "json" and "body"', offset: 0 },
  })
})

export type ManifestExpectation = z.output<typeof expectation>

interface IssueContext {
  readonly addIssue: (issue: LanguageIssue) => void
}

type LanguageIssue =
  | { code: "custom"; message: string; params: object; path: PropertyKey[]; input: unknown }
  | {
      code: "invalid_key"
      origin: "record"
      issues: CustomIssue[]
      path: PropertyKey[]
      input: unknown
    }

interface CustomIssue {
  readonly code: "custom"
  readonly message: string
  readonly params: object
  readonly path: PropertyKey[]
  readonly input: unknown
}

/** As an issue that `issue-diagnostics.ts` reports at the key, or inside the value, where the fault is. */
function addProblem(context: IssueContext, { path, at, problem }: LanguageProblem): void {
  const issue = { message: problem.expected, params: { ...problem }, input: undefined }
  if (at === "value") {
    context.addIssue({ code: "custom", ...issue, path: [...path] })
    return
  }
  context.addIssue({
    code: "invalid_key",
    origin: "record",
    issues: [{ code: "custom", ...issue, path: [] }],
    path: [...path],
    input: undefined,
  })
}
