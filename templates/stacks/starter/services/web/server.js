import { createService } from "./service.js"

const port = Number(process.env.PORT ?? 8080)
const service = createService(process.env)
service.listen(port, () => console.log(`Listening on port ${service.address().port}.`))

// Platforms ask with SIGTERM; requests that are under way are answered first.
process.on("SIGTERM", () => service.close())
