/** Everything that any of our formats reads as the end of a line: a comment must not end before its text does. */
const lineEnd = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/

/** Characters that TOML and Python refuse even in comments. */
// oxlint-disable-next-line no-control-regex -- these are what the expression is for
const control = /[\u0000-\u0008\u000e-\u001f\u007f]/g

/** A text as comment lines; `start` begins a comment. */
export function commentLines(text: string, start: string): readonly string[] {
  const visible = text.replaceAll(control, "\uFFFD")
  return visible.split(lineEnd).map((line) => `${start} ${line}`.trimEnd())
}
