import type { Http } from "../ports/http.ts"
import type { StateStore } from "../ports/state-store.ts"
import { type ObjectLog, objectLog } from "./s3-state/object-log.ts"
import { bucketAddress, s3Objects, type S3Options } from "./s3-state/objects.ts"

/** State in a bucket behind the S3 protocol, which several machines share. */
export function s3State(options: S3Options, http: Http): StateStore {
  const objects = s3Objects(options, http)
  const logs = new Map<string, ObjectLog>()
  const logOf = (key: string): ObjectLog => {
    const log = logs.get(key) ?? objectLog(objects, key)
    logs.set(key, log)
    return log
  }
  return {
    place: `${bucketAddress(options)}${options.prefix}`.replace(/\/$/, ""),
    shared: true,
    read: objects.get,
    write: objects.put,
    readLock: objects.get,
    writeLock: objects.put,
    readLog: async (key) => await logOf(key).read(),
    append: async (key, line) => await logOf(key).append(line),
    rewriteLog: async (key, text) => await logOf(key).rewrite(text),
  }
}
