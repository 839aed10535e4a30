/** Tells a text of ours in the language of a person; whatever it does not know stays as it is. */
export type Tell = (english: string) => string;

/** Languages of human text; codes, keys and enums are never translated. */
export type Locale = 'en' | 'ja';

/** The record and the wire are English, so that English needs nothing. */
export const asWritten: Tell = (english) => english;
