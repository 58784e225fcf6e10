import { type Instruction, JSONInstruction } from "dockerfile-ast"
import * as errors from "../../../errors/catalogue/dockerfile.ts"
import { isFloating } from "../image-reference.ts"
import { type Rule, rule } from "../rule.ts"
import { isNamedLikeSecret, isPlaceholder } from "../well-known-values.ts"
import { folderOf, type LintedDockerfile, placeIn, type Stage } from "./linted-dockerfile.ts"

const floatingBase = rule(errors.floatingBase, (file: LintedDockerfile) => {
  const names = new Set(file.stages.map(({ name }) => name))
  return file.stages.flatMap(({ from }) => {
    const image = from.getImage() ?? ""
    const fixed = image === "" || image === "scratch" || image.includes("$")
    return fixed || names.has(image.toLowerCase()) || !isFloating(image)
      ? []
      : [{ params: { image }, place: placeIn(file, from) }]
  })
})

const rootUser = rule(errors.rootUser, (file: LintedDockerfile) => {
  const last = file.stages.at(-1)
  if (last === undefined) return []
  const user = userOf(last, file.stages)
  if (user === undefined) return [{ params: { user: "root" }, place: placeIn(file, last.from) }]
  const name = user.getArgumentsContent()?.trim() ?? ""
  return /^(?:root|0)(?::|$)/.test(name)
    ? [{ params: { user: `"${name}"` }, place: placeIn(file, user) }]
    : []
})

/** The last USER of a stage or of the stages that it is made from; `rootless` images bring their own. */
function userOf(stage: Stage, stages: readonly Stage[]): Instruction | undefined {
  const own = stage.instructions.findLast((one) => one.getKeyword() === "USER")
  if (own !== undefined) return own
  const image = stage.from.getImage() ?? ""
  const base = stages.find(({ name }) => name !== undefined && name === image.toLowerCase())
  if (base !== undefined && stages.indexOf(base) < stages.indexOf(stage))
    return userOf(base, stages)
  return rootless.test(image) ? stage.from : undefined
}

const rootless = /nonroot|unprivileged|rootless|^cgr\.dev\/chainguard\//

const secretInImage = rule(errors.secretInImage, (file: LintedDockerfile) => [
  ...file.parsed
    .getENVs()
    .flatMap((instruction) => instruction.getProperties())
    .filter((one) => isNamedLikeSecret(one.getName()) && !isPlaceholder(one.getValue() ?? ""))
    .map((one) => ({
      params: { name: one.getName(), instruction: "ENV" },
      place: placeIn(file, one),
    })),
  ...file.parsed
    .getARGs()
    .flatMap((instruction) => instruction.getProperty() ?? [])
    .filter((one) => isNamedLikeSecret(one.getName()))
    .map((one) => ({
      params: { name: one.getName(), instruction: "ARG" },
      place: placeIn(file, one),
    })),
])

/** COPY and ADD from the build context, not from another stage. */
function copies(file: LintedDockerfile): readonly JSONInstruction[] {
  return file.parsed
    .getInstructions()
    .filter((one) => one instanceof JSONInstruction)
    .filter((one) => ["COPY", "ADD"].includes(one.getKeyword()))
    .filter((one) => one.getFlags().every((flag) => flag.getName() !== "from"))
}

function sourcesOf(copy: JSONInstruction): readonly string[] {
  const listed = copy.getJSONStrings().map((one) => one.getJSONValue())
  const words = listed.length > 0 ? listed : copy.getArguments().map((one) => one.getValue())
  return words.slice(0, -1)
}

const copiedSecrets = rule(errors.copiedSecrets, (file: LintedDockerfile) =>
  copies(file).flatMap((copy) =>
    sourcesOf(copy)
      .filter((source) => secretFile.test(source) && !/\.(?:example|sample|template)$/.test(source))
      .map((source) => ({ params: { file: source }, place: placeIn(file, copy) })),
  ),
)

const secretFile =
  /(?:^|\/)(?:\.env(?:\.\w+)?|\.netrc|\.npmrc|\.pypirc|id_(?:rsa|ed25519|ecdsa)|[\w.-]+\.(?:pem|p12|pfx|key))$/

const noIgnoreFile = rule(errors.noIgnoreFile, (file: LintedDockerfile) =>
  file.hasIgnoreFile
    ? []
    : copies(file)
        .filter((copy) => sourcesOf(copy).some((source) => /^\.?\/?$/.test(source)))
        .map((copy) => ({
          params: { folder: folderOf(file.path).replace(/\/$/, "") || "." },
          place: placeIn(file, copy),
        })),
)

const shellForm = rule(errors.shellForm, (file: LintedDockerfile) => {
  const last = file.stages.at(-1)?.instructions ?? []
  return ["ENTRYPOINT", "CMD"].flatMap((keyword) => {
    const effective = last.findLast((one) => one.getKeyword() === keyword)
    if (!(effective instanceof JSONInstruction) || effective.getOpeningBracket() !== null) return []
    return /^exec\s/.test(effective.getArgumentsContent() ?? "")
      ? []
      : [{ params: { instruction: keyword }, place: placeIn(file, effective) }]
  })
})

const pipedDownload = rule(errors.pipedDownload, (file: LintedDockerfile) =>
  file.parsed
    .getInstructions()
    .filter((one) => one.getKeyword() === "RUN" && piped.test(one.getArgumentsContent() ?? ""))
    .map((one) => ({ params: {}, place: placeIn(file, one) })),
)

const piped =
  /\b(?:curl|wget)\b[^|;&]*\|\s*(?:sudo\s+(?:-\S+\s+)*)?(?:\/\S*\/)?(?:ba|z|da)?sh\b|\b(?:ba|z|da)?sh\s+<\(\s*(?:curl|wget)\b/

export const dockerfileRules: readonly Rule<LintedDockerfile>[] = [
  floatingBase,
  rootUser,
  secretInImage,
  copiedSecrets,
  noIgnoreFile,
  shellForm,
  pipedDownload,
]
