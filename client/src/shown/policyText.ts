import { effectWord, placeWord, riskWord, verdictWord } from '#protocol/shown/policyWords';
import { toldIn } from './told';

/** How much can go wrong, in the words of the person. */
export const riskText = (risk: string): string => riskWord(toldIn(), risk);

/** What a call does to the world, in the words of the person. */
export const effectText = (effect: string): string => effectWord(toldIn(), effect);

/** What policy says to a call, in the words of the person. */
export const verdictText = (verdict: string): string => verdictWord(toldIn(), verdict);

/** Where a rule stands, in the words of the person. */
export const placeText = (location: string): string => placeWord(toldIn(), location);
