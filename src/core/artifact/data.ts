/** Plain data of a configuration file. Objects keep the order in which their keys were written. */
export type DataValue = string | number | boolean | null | readonly DataValue[] | DataObject

/** Keys whose value is undefined are left out of the text. */
export interface DataObject {
  readonly [key: string]: DataValue | undefined
}
