export interface AppAddress {
  readonly host: string
  readonly url: string
}

export function publicAddress(app: string): AppAddress {
  const host = `${app}.fly.dev`
  return { host, url: `https://${host}` }
}

/** Of Flycast, which other apps of the organisation reach. https://fly.io/docs/networking/flycast/, read 2026-08-07. */
export function privateAddress(app: string): AppAddress {
  const host = `${app}.flycast`
  return { host, url: `http://${host}` }
}
