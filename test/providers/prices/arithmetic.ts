/** A sum as a person writes it: numbers, `+ - * /`, brackets, `max(a, b)` and `min(a, b)`. */
export function valueOf(text: string): number {
  const tokens = text.match(/\d+(?:\.\d+)?|max|min|[-+*/(),]/g) ?? []
  let next = 0
  const take = (token: string): boolean => {
    if (tokens[next] !== token) return false
    next++
    return true
  }

  const sum = (): number => {
    let value = product()
    while (tokens[next] === "+" || tokens[next] === "-") {
      value = take("+") ? value + product() : value - (take("-"), product())
    }
    return value
  }
  const product = (): number => {
    let value = factor()
    while (tokens[next] === "*" || tokens[next] === "/") {
      value = take("*") ? value * factor() : value / (take("/"), factor())
    }
    return value
  }
  const factor = (): number => {
    if (take("-")) return -factor()
    if (take("(")) return closed(sum())
    if (take("max")) return pair(Math.max)
    if (take("min")) return pair(Math.min)
    const number = Number(tokens[next++])
    if (Number.isNaN(number)) throw new Error(`Not a sum: ${text}`)
    return number
  }
  const pair = (choose: (a: number, b: number) => number): number => {
    take("(")
    const first = sum()
    take(",")
    return closed(choose(first, sum()))
  }
  const closed = (value: number): number => {
    if (!take(")")) throw new Error(`A bracket is open: ${text}`)
    return value
  }

  const value = sum()
  if (next < tokens.length) throw new Error(`Not a sum: ${text}`)
  return value
}

export interface WrittenSum {
  /** What the left side comes to. */
  readonly value: number
  /** What the right side says that it comes to. */
  readonly written: number
}

/** `2 * 3 = 6`. */
export function writtenSum(text: string): WrittenSum {
  const [sum = "", result = ""] = text.split("=")
  return { value: valueOf(sum), written: valueOf(result) }
}
