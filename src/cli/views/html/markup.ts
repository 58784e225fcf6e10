/** A piece of HTML that is safe to put into a page. */
export interface Markup {
  readonly html: string
}

/** Text from outside becomes text, whatever is in it. */
export function text(value: string): Markup {
  return { html: value.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`) }
}

/** Markup of ours, such as a drawing. */
function raw(html: string): Markup {
  return { html }
}

export interface Tables {
  readonly caption: string
  readonly head: readonly string[]
  /** The first cell of a row is its heading. */
  readonly rows: readonly (readonly string[])[]
  /** Columns that hold amounts, from the left, beginning with 0. */
  readonly numeric?: readonly number[]
}

/** A table with a caption and headings that assistive technology can read out; it scrolls where it is too wide. */
export function table({ caption, head, rows, numeric = [] }: Tables): Markup {
  const kind = (column: number) => (numeric.includes(column) ? ' class="number"' : "")
  const heads = head.map((name, column) =>
    name === "" ? "<td></td>" : `<th scope="col"${kind(column)}>${text(name).html}</th>`,
  )
  const body = rows.map((cells) => {
    const shown = cells.map((cell, column) =>
      column === 0
        ? `<th scope="row">${text(cell).html}</th>`
        : `<td${kind(column)}>${text(cell).html}</td>`,
    )
    return `<tr>${shown.join("")}</tr>`
  })
  const name = text(caption).html
  return raw(
    `<div class="scroll" role="region" tabindex="0" aria-label="${name}"><table><caption>${name}</caption><thead><tr>${heads.join("")}</tr></thead><tbody>${body.join("")}</tbody></table></div>`,
  )
}

export function heading(level: 1 | 2 | 3, value: string): Markup {
  return raw(`<h${level}>${text(value).html}</h${level}>`)
}

export function paragraph(value: string): Markup {
  return raw(`<p>${text(value).html}</p>`)
}

export function list(values: readonly string[]): Markup {
  return raw(`<ul>${values.map((value) => `<li>${text(value).html}</li>`).join("")}</ul>`)
}

export function figure(drawing: string, caption: string): Markup {
  return raw(`<figure>${drawing}<figcaption>${text(caption).html}</figcaption></figure>`)
}

/** Closed until somebody asks for it. */
export function folded(summary: string, inside: Markup): Markup {
  return raw(`<details><summary>${text(summary).html}</summary>${inside.html}</details>`)
}

export function joined(pieces: readonly Markup[]): string {
  return pieces.map(({ html }) => html).join("\n")
}
