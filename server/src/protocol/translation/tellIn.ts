import { stateWord } from '../shown/stateWords';
import { asWritten, type Locale, type Tell } from './tell';

/** How texts are told in a language. The sentences of another language are loaded when they are asked for. */
export async function tellIn(locale: Locale): Promise<Tell> {
  if (locale === 'en') return asWritten;
  const [{ japanese }, { translator }] = await Promise.all([import('./japanese'), import('./translator')]);
  return translator(japanese, (state) => stateWord('ja', state));
}
