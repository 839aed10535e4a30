/** JSON for stdout: one document, in which no character can steer the terminal it may be shown on. */
export function jsonText(value: unknown, indent = 2): string {
  return (JSON.stringify(value, null, indent) ?? 'null').replace(steering, (character) =>
    [...Array(character.length).keys()]
      .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

/** What JSON.stringify leaves as it is although terminals obey or swallow it. Outside strings JSON has none of these. */
const steering = /[\u007f-\u009f]|\p{Cf}|\p{Zl}|\p{Zp}/gu;
