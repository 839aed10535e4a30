import type { Json, JsonObject } from '#protocol/json';
import { namesIn } from '../../expression/expression';
import { parseExpression } from '../../expression/parseExpression';
import { isMap } from '../../policy/settings/shapes';
import { wordsIn } from '../playbook';
import type { TextTree } from '../text/textTree';
import type { NamedPlaces } from './namedPlace';
import { type NameInText, PlaceFinder } from './placeFinder';

/** Finds the names of a playbook's steps, to which nothing in it refers. */
export function playbookSteps(document: JsonObject, tree: TextTree): NamedPlaces {
  const finder = new PlaceFinder(tree, 'step');
  stepsOf(document).forEach((step, index) => {
    const name = isMap(step) ? step['name'] : undefined;
    if (typeof name === 'string' && name !== '') finder.word(`/steps/${index}/name`, name, 0, true);
  });
  return finder.found;
}

/** Finds the variables of a playbook, which are given from outside: `${name}` in commands, names in conditions. */
export function playbookVariables(document: JsonObject, tree: TextTree): NamedPlaces {
  const finder = new PlaceFinder(tree, 'variable');
  stepsOf(document).forEach((step, index) => {
    if (!isMap(step)) return;
    const { command, condition, else: otherwise } = step as JsonObject;
    commandTexts(command, `/steps/${index}/command`, finder);
    commandTexts(otherwise, `/steps/${index}/else`, finder);
    if (typeof condition === 'string')
      finder.text(`/steps/${index}/condition`, inCondition(condition, finder));
  });
  return finder.found;
}

function stepsOf(document: JsonObject): readonly Json[] {
  const { steps } = document;
  return Array.isArray(steps) ? steps : [];
}

function commandTexts(value: Json | undefined, pointer: string, finder: PlaceFinder): void {
  if (typeof value === 'string') finder.text(pointer, inCommand(value));
  if (!Array.isArray(value)) return;
  for (const [index, word] of value.entries()) commandTexts(word, `${pointer}/${index}`, finder);
}

function inCommand(text: string): readonly NameInText[] {
  return [...text.matchAll(/(?<!\$)\$\{ *([A-Za-z_][A-Za-z0-9_]*)/g)].map(
    ({ 0: whole, 1: name = '', index }) => ({
      name,
      offset: index + whole.length - name.length,
    }),
  );
}

function inCondition(text: string, finder: PlaceFinder): readonly NameInText[] {
  const parsed = parseExpression(text, wordsIn(text));
  if (!('ast' in parsed)) {
    finder.lose();
    return [];
  }
  return namesIn(parsed.ast).flatMap(({ reference, column }) =>
    reference.root === 'local' ? [{ name: String(reference.path[0]), offset: column - 1 }] : [],
  );
}
