import type { LanguageFacts, QuickFix, TextEdit, TextRange } from '#protocol/language/service';
import { previewRequired } from '../missingPreview';
import type { Finding } from '../problemFinding';
import type { TextLines } from '../text/textLines';
import type { Understanding } from '../understanding';
import { say } from '../words';
import { addEdge } from './addEdge';
import { addFlowPreview } from './addFlowPreview';
import { addNeed } from './addNeed';
import { addPreview } from './addPreview';
import { insertKey } from './insertKey';

/** What repairs look at. */
export interface FixScope {
  readonly understood: Understanding;
  readonly lines: TextLines;
  readonly locale: LanguageFacts['locale'];
}

/** The repairs of what is found in a range. */
export function fixesFor(scope: FixScope, found: readonly Finding[], range: TextRange): QuickFix[] {
  return found
    .filter(({ diagnostic }) => meets(diagnostic.range, range))
    .flatMap((finding) =>
      repairs.flatMap((repair) => {
        const made = repair(scope, finding);
        const { diagnostic } = finding;
        return made === null || made.edits.length === 0 ? [] : [{ ...made, diagnostic, isPreferred: true }];
      }),
    );
}

type Repair = (
  scope: FixScope,
  finding: Finding,
) => { readonly title: string; readonly edits: TextEdit[] } | null;

/** A name that is nearly right becomes the one that is. */
const nearest: Repair = ({ lines, locale }, { diagnostic }) => {
  const [, given, name] = /'([^']+)'[^']*did you mean '([^']+)'\?/.exec(diagnostic.message) ?? [];
  if (given === undefined || name === undefined) return null;
  const { line, character } = diagnostic.range.start;
  const at = lines.line(line).indexOf(given, character);
  if (at === -1) return null;
  const range = { start: { line, character: at }, end: { line, character: at + given.length } };
  return { title: say(locale, 'change', { name }), edits: [{ range, newText: name }] };
};

const undeclaredNeed: Repair = ({ understood, locale }, { diagnostic, path }) => {
  const [, need, by] =
    /^Step '([^']+)' need not have run before '([^']+)'; add it to 'needs'\.$/.exec(diagnostic.message) ?? [];
  if (need === undefined || by === undefined) return null;
  if (understood.format === 'flow') {
    const edit = addEdge(understood, `${need} >> ${by}`);
    return edit && { title: say(locale, 'addEdge', { name: `${need} >> ${by}` }), edits: [edit] };
  }
  const step = /^\/steps\/\d+/.exec(path)?.[0];
  const edit = step === undefined ? null : addNeed(understood.tree, step, need);
  return edit && { title: say(locale, 'addNeed', { name: need }), edits: [edit] };
};

const missingPreview: Repair = ({ understood, locale }, { diagnostic, path }) => {
  const { plan, tree, format } = understood;
  if (diagnostic.code !== previewRequired || plan?.draft == null) return null;
  const { steps } = plan.draft;
  const placed = steps.find(({ pointer }) => plan.originOf(pointer) === path);
  const taken = new Set(steps.map(({ step }) => step.id));
  if (placed === undefined) return null;
  const words =
    format === 'plan_json' ? { tool: 'tool', inputs: 'inputs' } : { tool: 'uses', inputs: 'with' };
  const edits =
    format === 'flow'
      ? addFlowPreview(understood, path, placed.step, taken)
      : addPreview(tree, path, placed.step, { taken, words });
  return edits && { title: say(locale, 'addPreview'), edits };
};

const missingKey: Repair = ({ understood, locale }, { diagnostic, path }) => {
  const [, key] = /^Expected the key '([^']+)'/.exec(diagnostic.message) ?? [];
  if (diagnostic.code !== 'MISSING_KEY' || key === undefined) return null;
  const value = key === 'entry' ? firstNode(understood) : firstValues[key];
  const parent = path.slice(0, path.lastIndexOf('/'));
  if (value === undefined) return null;
  const title = say(locale, 'addKey', { name: key });
  if (parent === '') return { title, edits: [topKey(understood, key, value)] };
  const placed = understood.tree.at(parent);
  const edit = placed && insertKey(placed, key, value);
  return edit && { title, edits: [edit] };
};

const repairs: readonly Repair[] = [nearest, undeclaredNeed, missingPreview, missingKey];

/** What a required key says until somebody has thought about it. */
const firstValues: Readonly<Record<string, string>> = {
  schema: 'plan/1',
  title: '"Untitled"',
  id: 'new_step',
  uses: 'read_file',
  tool: 'read_file',
  type: 'exit_code',
  expr: '"0"',
  effect: 'ask',
  action: 'stop',
  name: '"Untitled"',
  command: '"true"',
};

/** A flow starts at the node that is written first, until somebody has thought about it. */
function firstNode({ plan }: Understanding): string | undefined {
  return plan?.draft?.plan.steps[0]?.id;
}

/** Keys of the document itself go before all others. */
function topKey({ reading, kind }: Understanding, key: string, value: string): TextEdit {
  const { line, column } = reading.positions.ofValue('');
  const place = { line: line - 1, character: column - 1 };
  const range = { start: place, end: place };
  const said = key === 'schema' && kind === 'policy' ? 'policy/1' : value;
  if (reading.blocks !== null) return { range, newText: `${key}: ${said}\n` };
  const behind = { line: place.line, character: place.character + 1 };
  const quoted = said.startsWith('"') ? said : `"${said}"`;
  return { range: { start: behind, end: behind }, newText: `"${key}": ${quoted}, ` };
}

function meets(a: TextRange, b: TextRange): boolean {
  const isAfter =
    a.start.line > b.end.line || (a.start.line === b.end.line && a.start.character > b.end.character);
  const isBefore =
    a.end.line < b.start.line || (a.end.line === b.start.line && a.end.character < b.start.character);
  return !isAfter && !isBefore;
}
