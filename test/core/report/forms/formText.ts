/** The keys of a document in their order; those of what stands within are its values, `null` where it has none. */
export interface Form {
  readonly [key: string]: Form | null;
}

/** Reads a form as it is written down: `a, b{c, d}, e[{f}], g[], h{}`; what follows a colon names the values of a key. */
export function formOf(text: string): Form {
  const words = text.match(/[a-z_0-9]+|\{|\}|\[|\]|,|:[^,{}[\]]*/g) ?? [];
  let at = 0;
  const list = (): Form => {
    const form: Record<string, Form | null> = {};
    for (; at < words.length && words[at] !== '}'; at += 1) {
      const word = words[at] ?? '';
      if (!/^[a-z_0-9]+$/.test(word)) continue;
      form[word] = within();
    }
    return form;
  };
  const within = (): Form | null => {
    const isList = words[at + 1] === '[' && words[at + 2] === '{';
    if (!isList && words[at + 1] !== '{') return null;
    at += isList ? 3 : 2;
    const inner = list();
    return Object.keys(inner).length === 0 ? null : inner;
  };
  return list();
}

/**
 * Where documents differ from the form: other keys, or another order. What stands within is held against the first
 * document that has it; what none has is named too, since nothing was seen of it.
 */
export function differences(form: Form, documents: readonly unknown[], place = ''): readonly string[] {
  const objects = documents.flatMap((document) => (Array.isArray(document) ? document : [document]));
  const present = objects.filter((one) => typeof one === 'object' && one !== null) as Record<
    string,
    unknown
  >[];
  if (present.length === 0) return [`${place}: nowhere to be seen`];
  const wanted = Object.keys(form).join(', ');
  const keys = present.map((one) => Object.keys(one).join(', ')).filter((found) => found !== wanted);
  const inner = Object.entries(form).flatMap(([key, below]) =>
    below === null
      ? []
      : differences(
          below,
          present.map((one) => one[key]),
          `${place}/${key}`,
        ),
  );
  return [...keys.map((found) => `${place}: ${found}`), ...inner];
}
