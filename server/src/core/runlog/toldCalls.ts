import type { Json, JsonObject } from '#protocol/json';
import { effects } from '#protocol/policy';
import type { DecisionRow, StepRunRow } from '#protocol/rows';
import { cutTexts } from '../report/projection/cutTexts';
import { commandsIn } from '../report/projection/execution';
import { type RunlogRow, textOf, typeOf } from './runlogRow';

/** A judged call as the log of a run tells it: what policy said, and the commands that it said it of. */
export function callOf(decision: DecisionRow): JsonObject {
  const { tool, effect, stage, verdict, rule_id, location, reason, args_sha } = decision;
  const commands = commandsIn(decision) as unknown as Json;
  return { tool, effect, stage, verdict, rule_id, location, reason, args_sha, commands };
}

/** What a step printed, as far as its step log holds it too; nothing where it printed nothing. */
export function printedTexts({ output_json }: StepRunRow): JsonObject {
  if (output_json === null) return {};
  return cutTexts(textsIn(JSON.parse(output_json) as Json)) as JsonObject;
}

/** What a row or an output has printed. */
export function textsIn(value: Json): JsonObject {
  const { stdout, stderr } = objectOf(value);
  return {
    ...(typeof stdout === 'string' && stdout !== '' ? { stdout } : {}),
    ...(typeof stderr === 'string' && stderr !== '' ? { stderr } : {}),
  };
}

/** The judged calls of a run from elsewhere as its log tells of them: each once, in the order of the log. */
export function toldCalls(run_id: string, rows: readonly RunlogRow[]): readonly DecisionRow[] {
  const told = new Map<string, DecisionRow>();
  for (const row of rows) {
    const step_id = textOf(row['node_id']);
    if (typeOf(row) !== 'gate' || step_id === null) continue;
    const ts = textOf(row['ts']) ?? '';
    for (const [place, call] of listOf(row['calls']).map(objectOf).entries()) {
      const id = JSON.stringify([step_id, place, textOf(call['args_sha'])]);
      const decision = decisionOf(call);
      if (decision !== null && !told.has(id))
        told.set(id, { ...decision, id, run_id, step_id, created_at: ts });
    }
  }
  return [...told.values()];
}

type Told = Omit<DecisionRow, 'id' | 'run_id' | 'step_id' | 'created_at'>;

function decisionOf(call: JsonObject): Told | null {
  const verdict = (['allow', 'ask', 'deny'] as const).find((one) => one === call['verdict']);
  if (verdict === undefined) return null;
  const commands = listOf(call['commands']).filter(isCommand);
  const text = (key: string) => textOf(call[key]) ?? '';
  return {
    tool: text('tool'),
    effect: effects.find((one) => one === call['effect']) ?? 'none',
    stage: text('stage'),
    verdict,
    rule_id: text('rule_id'),
    location: text('location'),
    reason: text('reason'),
    args_sha: text('args_sha'),
    facts_json: JSON.stringify({ facts: { commands } }),
  };
}

function isCommand(value: Json): boolean {
  const { argv, script, cwd } = objectOf(value);
  const isArgv = Array.isArray(argv) && argv.every((word) => typeof word === 'string');
  return (isArgv || typeof script === 'string') && typeof cwd === 'string';
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function objectOf(value: Json): JsonObject {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as JsonObject) : {};
}
