const form = document.querySelector("form")
const output = document.querySelector("output")

form.elements.gateway.value = globalThis.GATEWAY_URL
form.addEventListener("submit", async (event) => {
  event.preventDefault()
  output.value = "..."
  try {
    output.value = await ask(Object.fromEntries(new FormData(form)))
  } catch {
    output.value = "The gateway cannot be reached."
  }
})

async function ask({ text, gateway, key }) {
  const answer = await fetch(new URL("/v1/classify", gateway), {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ text }),
  })
  const { error, label, probability, model } = await answer.json()
  if (error !== undefined) return error.message
  return `${label} with ${Math.round(probability * 100)} %, says the model "${model}".`
}
