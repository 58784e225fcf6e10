/** Rows by their id: plain data. */
export type Table<Row> = Readonly<Record<string, Row>>

export function without<Row>(table: Table<Row>, id: string): Table<Row> {
  return Object.fromEntries(Object.entries(table).filter(([key]) => key !== id))
}
