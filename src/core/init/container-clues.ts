import { portNumber, portOption } from "./command-words.ts"
import { type Clue, clue, type FolderContents, type ServiceClues } from "./found-service.ts"

const file = "Dockerfile"
const modelImages = /vllm|text-generation-inference|tritonserver|ollama|pytorch|cuda|sglang/i

/** Reads the user's own Dockerfile: the port it exposes, the path of its health check, what it starts from. */
export function containerClues(contents: FolderContents): ServiceClues {
  const text = contents.facts.dockerfile ? contents.files.get(file) : undefined
  if (text === undefined) return {}
  const base = [...text.matchAll(/^\s*FROM\s+(?:--\S+\s+)*(\S+)/gim)].findLast(([, image]) =>
    modelImages.test(image ?? ""),
  )?.[1]
  const note = base === undefined ? {} : { note: base }
  const health = /HEALTHCHECK[\s\S]*?https?:\/\/[^/\s"':]+(?::\d+)?(\/[^\s"'`)?|;]*)/i.exec(text)
  const port = exposedPort(text, contents)
  return {
    kind: clue(base === undefined ? "web" : "inference", contents, { file, ...note }),
    ...(base === undefined ? {} : { gpu: clue(["T4"], contents, { file, ...note }) }),
    ...(port === undefined ? {} : { port }),
    ...(health?.[1] === undefined
      ? {}
      : { healthPath: clue(health[1], contents, { file, line: lineOf(text, health.index) }) }),
  }
}

function exposedPort(text: string, contents: FolderContents): Clue<number> | undefined {
  const exposed = /^\s*EXPOSE\s+(\d+)(?:\/tcp)?\b/im.exec(text)
  const number = portNumber(exposed?.[1])
  if (exposed !== null && number !== undefined)
    return clue(number, contents, { file, line: lineOf(text, exposed.index) })
  const command = /^\s*(?:CMD|ENTRYPOINT)\s+(.*)$/im.exec(text)
  const option = portOption((command?.[1] ?? "").replaceAll(/["',\]]+/g, " "))
  if (command === null || option === undefined) return undefined
  return clue(option, contents, { file, line: lineOf(text, command.index) })
}

function lineOf(text: string, index: number): number {
  return (
    text.slice(0, index).trimEnd().split("\n").length +
    (text.slice(0, index).endsWith("\n") ? 1 : 0)
  )
}
