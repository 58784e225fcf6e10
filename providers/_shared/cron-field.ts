/**
 * Values of one field of a cron schedule, in the order written: each part of a list can be a number, a range
 * (`1-5`) or a star, with or without a step (`1-5/2`). The field counts from 0 to `last`.
 */
export function cronValues(field: string, last: number): readonly number[] {
  return field.split(",").flatMap((part) => valuesOf(part, last))
}

function valuesOf(part: string, last: number): readonly number[] {
  const [range = "*", step] = part.split("/")
  const [first = "0", end] = range === "*" ? ["0", String(last)] : range.split("-")
  const from = Number(first)
  const withoutEnd = step === undefined ? from : last
  const to = end === undefined ? withoutEnd : Number(end)
  const stride = Number(step ?? 1)
  const length = Math.max(0, Math.floor((to - from) / stride) + 1)
  return Array.from({ length }, (_, index) => from + index * stride)
}
