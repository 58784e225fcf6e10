import { join } from "node:path"

/** The log of a folder, newest file first: "log", "log.1", "log.2", "log.3". */
export function logFiles(folder: string): readonly string[] {
  return ["log", "log.1", "log.2", "log.3"].map((name) => join(folder, name))
}
