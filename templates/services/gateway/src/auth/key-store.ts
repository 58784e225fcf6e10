import { emptyBook, type KeyBook, parseBook } from "./key-records.ts"

/** Where issued keys are. */
export interface KeyStorage {
  /** The stored text; undefined where nothing was stored yet. */
  readonly load: () => Promise<string | undefined>
  /** Stores the next text in place of the one that was loaded; false where that one has been replaced meanwhile. */
  readonly replace: (before: string | undefined, next: string) => Promise<boolean>
}

/** The keys as they were read last, by their digests. */
export interface KeyStore {
  /** Reads again once what is known is a few seconds old; waits for it only where it is much older. */
  readonly refresh: () => void | Promise<void>
  readonly find: (hash: string) => KeyBook["keys"][number] | undefined
  readonly isTokenRevoked: (jti: string) => boolean
}

export interface KeyStoreOptions {
  readonly storage: KeyStorage
  readonly nowMs: () => number
  /** Called when the store cannot be read; what was known before stays in force. */
  readonly onError: (error: unknown) => void
}

/** From here on it is read in the background, so that no request waits for it. */
const staleMs = 1_000
/** From here on a request waits, so that a revoked key does not work once more after a quiet night. */
const tooOldMs = 5_000

export function createKeyStore({ storage, nowMs, onError }: KeyStoreOptions): KeyStore {
  let book = emptyBook
  let text: string | undefined
  let byHash = new Map<string, KeyBook["keys"][number]>()
  let readAtMs = -Infinity
  let reading: Promise<void> | undefined

  async function read(): Promise<void> {
    try {
      const next = await storage.load()
      if (next !== text) {
        book = next === undefined ? emptyBook : parseBook(next)
        byHash = new Map(book.keys.map((key) => [key.hash, key]))
        text = next
      }
    } catch (error) {
      onError(error)
    }
    readAtMs = nowMs()
    reading = undefined
  }

  return {
    refresh() {
      const ageMs = nowMs() - readAtMs
      if (ageMs < staleMs) return undefined
      reading ??= read()
      return ageMs < tooOldMs ? undefined : reading
    },
    find: (hash) => byHash.get(hash),
    isTokenRevoked: (jti) => book.revokedTokens.includes(jti),
  }
}
