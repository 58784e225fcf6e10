/**
 * A signal that aborts at the first Ctrl-C or SIGTERM, so that a command can finish the step it is at. The second
 * one ends the process as usual.
 */
export function interruption(): AbortSignal {
  const controller = new AbortController()
  for (const name of ["SIGINT", "SIGTERM"] as const)
    process.once(name, () => {
      controller.abort()
    })
  return controller.signal
}
