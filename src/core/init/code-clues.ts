import { portNumber } from "./command-words.ts"
import { clue, type FolderContents, type ServiceClues } from "./found-service.ts"

/** Files of code in which a port and a health path are looked for, in the order of likelihood. */
export const codeFiles: readonly string[] = [
  ...["server", "index", "app", "main"].flatMap((name) =>
    ["", "src/"].flatMap((folder) =>
      ["ts", "js", "mjs", "cjs"].map((extension) => `${folder}${name}.${extension}`),
    ),
  ),
  ...["app/main", "main", "app", "src/main", "server", "wsgi", "worker", "run"].map(
    (name) => `${name}.py`,
  ),
]

const portPatterns = [
  /\bPORT["'`]?\]?\s*(?:\|\||\?\?)\s*["'`]?(\d{2,5})\b/,
  /(?:environ\.get|getenv)\(\s*["']PORT["']\s*,\s*["']?(\d{2,5})\b/,
  /\.listen\(\s*(\d{2,5})\b/,
  /\b(?:listen|serve)\(\s*\{[^}]*?\bport:\s*(\d{2,5})\b/,
  /\b(?:const|let|var)\s+port\s*=\s*(\d{2,5})\b/i,
  /\b(?:run|serve)\([^)\n]*\bport\s*=\s*(\d{2,5})\b/,
]

const usualHealthPath = "/(?:api/|v1/|_)?(?:health(?:z|-?check)?|livez|readyz|ready|ping|status|up)"
const healthPatterns = [
  new RegExp(`["'\`](/(?:api/|v1/|_)?health(?:z|-?check)?/?)["'\`?]`),
  new RegExp(`\\.(?:get|all|use|route|add_url_rule)\\(\\s*["'\`](${usualHealthPath}/?)["'\`]`),
  new RegExp(`["'\`](/(?:livez|readyz))["'\`]`),
]

const releasePattern = /x-aidep-deployment|\bAIDEP_DEPLOYMENT\b/i

/** Port, health path and deployment header as they stand in the code: the first of each, with its line. */
export function codeClues(contents: FolderContents): ServiceClues {
  const port = firstMatch(contents, portPatterns)
  const health = firstMatch(contents, healthPatterns)
  const release = firstMatch(contents, [releasePattern])
  const number = portNumber(port?.text)
  return {
    ...(port === undefined || number === undefined ? {} : { port: clue(number, contents, port) }),
    ...(health === undefined ? {} : { healthPath: clue(health.text, contents, health) }),
    ...(release === undefined ? {} : { release: clue("header", contents, release) }),
  }
}

/** True when the code opens a port itself. */
export function listensIn(contents: FolderContents): boolean {
  return firstMatch(contents, [/\.listen\(|\bcreateServer\(|\bserve\(/]) !== undefined
}

interface Match {
  readonly text: string
  readonly file: string
  readonly line: number
}

/** A better pattern in any file comes before a lesser one in the likeliest file. */
function firstMatch({ files }: FolderContents, patterns: readonly RegExp[]): Match | undefined {
  const texts = codeFiles.flatMap((file) => {
    const text = files.get(file)
    return text === undefined ? [] : [{ file, text }]
  })
  for (const pattern of patterns) {
    for (const { file, text } of texts) {
      const match = pattern.exec(text)
      if (match !== null)
        return { text: match[1] ?? "", file, line: text.slice(0, match.index).split("\n").length }
    }
  }
  return undefined
}
