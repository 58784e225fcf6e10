const form = document.querySelector("form")
const output = document.querySelector("output")

form.addEventListener("submit", async (event) => {
  event.preventDefault()
  const { text, key } = Object.fromEntries(new FormData(form))
  output.value = "..."
  try {
    output.value = await ask(text, key)
  } catch {
    output.value = "The gateway cannot be reached."
  }
})

async function ask(text, key) {
  const answer = await fetch(`${globalThis.GATEWAY_URL}/v1/classify`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ text }),
  })
  const { error, label, probability, model } = await answer.json()
  if (error !== undefined) return error.message
  return `${label} with ${Math.round(probability * 100)} %, says the model "${model}".`
}
