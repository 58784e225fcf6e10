/** Workers and static sites: what the driver does with resources of the kind `worker`. */
export { createWorker, removeWorker, updateWorker } from "./apply.ts"
export { workerCanary } from "./canary.ts"
export { workerLogs } from "./logs.ts"
export { observeWorkers } from "./observe.ts"
export { settleWorker } from "./settle.ts"
