/** What tells who and where somebody is. */
export interface Whereabouts {
  readonly home: string;
  readonly user: string;
  readonly roots: readonly string[];
}

/** Forms of secrets that are known without knowing the secret. */
const secrets: readonly RegExp[] = [
  /\b[0-9a-f]{64}\b/g,
  /\bgh[opusr]_\w{20,}/g,
  /\bgithub_pat_\w{20,}/g,
  /\b(?:sk|pk|rk)[-_][\w-]{16,}/g,
  /\bxox[abprs]-[\w-]{10,}/g,
  /\bAKIA[0-9A-Z]{16}\b/g,
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g,
  /(?<=\b(?:bearer|basic)\s)\S+/gi,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /(?<=\b\w*(?:token|secret|password|passwd|api_?key)\w*["']?\s*[:=]\s*["']?)[^\s"',;}]+/gi,
  /(?<=:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/g,
];

/** A text that may be shown to strangers: secrets masked, folders and the person's name replaced. */
export function redactDiagnosis(text: string, { home, user, roots }: Whereabouts): string {
  let shown = secrets.reduce((rest, secret) => rest.replaceAll(secret, '[redacted]'), text);
  const places = [...roots].sort((left, right) => right.length - left.length);
  places.forEach((root, index) => {
    shown = shown.replaceAll(root, places.length === 1 ? '<folder>' : `<folder ${index + 1}>`);
  });
  if (home.length > 1) {
    shown = shown.replaceAll(home, '~');
  }
  return user === '' ? shown : shown.replaceAll(`user:${user}`, 'user:<user>');
}
