/** Asks the person at the terminal. Only there where one is: see `available`. */
export interface Prompt {
  readonly available: boolean
  readonly text: (question: TextQuestion) => Promise<string>
  /** Shows nothing of what is typed. */
  readonly secret: (question: { readonly message: string }) => Promise<string>
  readonly choose: (question: ChoiceQuestion) => Promise<string>
  readonly chooseSeveral: (question: ChoiceQuestion) => Promise<readonly string[]>
  readonly confirm: (question: { readonly message: string }) => Promise<boolean>
}

export interface TextQuestion {
  readonly message: string
  readonly initial: string
  /** Answers with what is wrong, or undefined when it is right. */
  readonly problem: (answer: string) => string | undefined
}

export interface ChoiceQuestion {
  readonly message: string
  readonly choices: readonly {
    readonly value: string
    readonly title: string
    readonly note?: string
  }[]
  readonly initial: readonly string[]
}
