/** Sentences of ours with their places `{0}`, each with what it is in another language. */
export type Sentences = Readonly<Record<string, string>>;
