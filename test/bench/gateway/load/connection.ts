import { connect, type Socket } from "node:net"
import { MessageReader } from "./message-reader.ts"

export interface Answer {
  readonly status: number
  /** False when a body was expected and another one came. */
  readonly asExpected: boolean
}

export interface Place {
  readonly host: string
  readonly port: number
}

/** One kept-alive connection that sends a prepared request and waits for the whole answer, again and again. */
export class LoadConnection {
  #socket: Socket
  #reader: MessageReader
  #settle: ((answer: Answer) => void) | undefined
  readonly #place: Place
  readonly #expected: Buffer | undefined

  constructor(place: Place, expected: Buffer | undefined) {
    this.#place = place
    this.#expected = expected
    this.#reader = this.#newReader()
    this.#socket = this.#open()
  }

  /** Status 0 stands for a connection that broke. One request at a time. */
  send(request: Buffer, settle: (answer: Answer) => void): void {
    this.#settle = settle
    this.#socket.write(request)
  }

  close(): void {
    this.#settle = undefined
    this.#socket.destroy()
  }

  #open(): Socket {
    const socket = connect(this.#place).setNoDelay(true)
    socket.on("data", (part: Buffer) => this.#reader.push(part))
    socket.on("error", () => socket.destroy())
    socket.on("close", () => {
      const settle = this.#take()
      if (settle === undefined) return
      this.#reader = this.#newReader()
      this.#socket = this.#open()
      settle({ status: 0, asExpected: false })
    })
    return socket
  }

  #newReader(): MessageReader {
    return new MessageReader(({ head, bytes, bodyStart, bodyEnd }) => {
      const asExpected =
        this.#expected === undefined ||
        bytes.compare(this.#expected, 0, this.#expected.length, bodyStart, bodyEnd) === 0
      this.#take()?.({ status: Number(head.slice(9, 12)), asExpected })
    })
  }

  #take(): ((answer: Answer) => void) | undefined {
    const settle = this.#settle
    this.#settle = undefined
    return settle
  }
}
