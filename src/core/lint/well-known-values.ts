/** What vendors' examples and installers give as a password, and what people write until they have one. */
const defaults: ReadonlySet<string> = new Set([
  "admin",
  "administrator",
  "admin123",
  "changeme",
  "changeit",
  "change-me",
  "change_me",
  "default",
  "demo",
  "example",
  "guest",
  "letmein",
  "minioadmin",
  "mysql",
  "pass",
  "passw0rd",
  "password",
  "password1",
  "password123",
  "postgres",
  "qwerty",
  "rabbitmq",
  "replace-me",
  "root",
  "secret",
  "secretkey",
  "supersecret",
  "test",
  "testing",
  "toor",
  "user",
  "welcome",
  "your-secret-key",
  "123456",
  "12345678",
  "123456789",
])

/** True for a password that everybody tries first. */
export function isWellKnown(value: string): boolean {
  return defaults.has(value.trim().toLowerCase())
}

/** The password in an address such as `postgres://user:password@host`; undefined without one. */
export function passwordInAddress(text: string): string | undefined {
  return /^[a-z][\w+.-]*:\/\/[^/\s:@]*:([^/\s@]+)@/i.exec(text.trim())?.[1]
}

const secretWords =
  /(?:^|_)(?:API_?KEYS?|ACCESS_?KEY|PRIVATE_?KEY|SECRET_?KEY|SIGNING_?KEY|ENCRYPTION_?KEY|AUTH_?TOKEN|TOKEN|SECRETS?|PASSWORD|PASSWD|PASSPHRASE|DSN|CREDENTIALS?)$/i
const publicWords = /(?:^|_)(?:PUBLIC|PUBLISHABLE|MAX|MIN|LIMIT|COUNT)(?:_|$)/i

/** True for a variable that is named like one that holds a secret. */
export function isNamedLikeSecret(name: string): boolean {
  return secretWords.test(name) && !publicWords.test(name)
}

const placeholder =
  /^(?:|true|false|none|null|-?\d+(?:\.\d+)?|.*(?:example|placeholder|your[-_ ]|xxxx|\.\.\.|<[^>]*>|\*\*\*).*)$/i

/** True for a text that stands for a value rather than being one: empty, a number, `your-key-here`, `<token>`. */
export function isPlaceholder(value: string): boolean {
  return placeholder.test(value.trim())
}
