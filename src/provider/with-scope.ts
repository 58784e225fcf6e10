import type { Canary, Remote, RemoteScope } from "./remote.ts"

/** The same driver, which sees another scope than its caller gives. */
export function withScope<Inner, Outer>(
  remote: Remote<Inner>,
  change: (scope: RemoteScope<Outer>) => RemoteScope<Inner>,
): Remote<Outer> {
  const { settle, canary, adopts } = remote
  return {
    observe: (scope) => remote.observe(change(scope)),
    create: (work, scope) => remote.create(work, change(scope)),
    update: (work, scope) => remote.update(work, change(scope)),
    remove: (observed, scope) => remote.remove(observed, change(scope)),
    logs: (observed, options, scope) => remote.logs(observed, options, change(scope)),
    ...(settle === undefined ? {} : { settle: (work, scope) => settle(work, change(scope)) }),
    ...(canary === undefined ? {} : { canary: canaryWithScope(canary, change) }),
    ...(adopts === undefined ? {} : { adopts }),
  }
}

function canaryWithScope<Inner, Outer>(
  { applies, shift, abort }: Canary<Inner>,
  change: (scope: RemoteScope<Outer>) => RemoteScope<Inner>,
): Canary<Outer> {
  return {
    applies,
    shift: (work, scope) => shift(work, change(scope)),
    abort: (work, scope) => abort(work, change(scope)),
  }
}
