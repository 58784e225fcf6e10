/**
 * Stands for the parameters of any catalogue entry: each is at once a sentence, a list with one text, and a list with
 * one record of texts, which is all that messages make use of.
 */
class Sample extends Array<unknown> {
  endsWith(): boolean {
    return true
  }

  override toLocaleString(): string {
    return "3"
  }
}

const item = new Proxy(Object("A sample."), {
  get: (text: object, key) => {
    if (typeof key === "string" && !(key in text)) return "A sample."
    const value: unknown = Reflect.get(text, key)
    return typeof value === "function" ? value.bind(text) : value
  },
})

export const sampleParameters: never = new Proxy({}, { get: () => Sample.of(item) }) as never
