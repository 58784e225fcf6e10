/** The one part of undici that is needed. Its index would load three times as much, at each start. */
declare module "undici/lib/dispatcher/pool.js" {
  import { Pool } from "undici"
  export default Pool
}
