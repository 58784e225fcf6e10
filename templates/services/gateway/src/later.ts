/**
 * A value that may be there at once. Most steps of a request have theirs at once, and a dozen needless waits would take
 * as much time and memory as the steps themselves.
 */
export type Later<T> = T | Promise<T>

export function after<T, U>(value: Later<T>, next: (value: T) => Later<U>): Later<U> {
  return value instanceof Promise ? value.then(next) : next(value)
}
