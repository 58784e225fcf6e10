/** Everything that any of our formats reads as the end of a line: a comment must not end before its text does. */
const lineEnd = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/

/** A text as comment lines; `start` begins a comment. */
export function commentLines(text: string, start: string): readonly string[] {
  return text.split(lineEnd).map((line) => `${start} ${line}`.trimEnd())
}
