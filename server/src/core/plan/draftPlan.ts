import type { PlanDraft } from '#protocol/methods/plans';
import { yamlText } from './document/yamlText';

/** A plan/1 skeleton for a goal, in YAML: looks first, drafts and writes each file in two steps, then shows that it is so. */
export function draftPlan(draft: PlanDraft): string {
  return yamlText(skeleton(draft));
}

function skeleton({ goal, title, read, write, verify }: PlanDraft): object {
  const looks =
    read.length === 0
      ? [{ id: 'look', uses: 'list_dir', with: { path: '.' } }]
      : read.map((path, at) => ({ id: `read-${at + 1}`, uses: 'read_file', with: { path: literal(path) } }));
  const looked = looks.map(({ id }) => id);
  const changes = write.flatMap(({ path, content }, at) =>
    changeSteps(at + 1, { path, content, needs: looked }),
  );
  const changed = write.map((_, at) => `apply-${at + 1}`);
  const check = {
    id: 'verify',
    uses: 'test.run',
    needs: changed.length === 0 ? looked : changed,
    with: { argv: verify.map(literal) },
    verify: [{ type: 'exit_code', expr: '0' }],
  };
  return {
    schema: 'plan/1',
    title: title ?? goal.split('\n', 1)[0]?.slice(0, 120),
    goal,
    profile: 'standard',
    steps: [...looks, ...changes, ...(verify.length === 0 ? [] : [check])],
  };
}

function changeSteps(
  at: number,
  {
    path,
    content,
    needs,
  }: { readonly path: string; readonly content: string; readonly needs: readonly string[] },
): readonly object[] {
  const draft = { path: literal(path), content: literal(content) };
  const preview = `\${steps.draft-${at}.output}`;
  return [
    { id: `draft-${at}`, uses: 'write_file_preview', needs, with: draft },
    {
      id: `apply-${at}`,
      uses: 'write_file_apply',
      needs: [`draft-${at}`],
      ...touched(path),
      with: { preview },
    },
  ];
}

/** A step writes this file and no other; a name that would read as a pattern is left out. */
function touched(path: string): object {
  return /^[\w./-]+$/.test(path) ? { touches: [path] } : {};
}

/** What an agent hands over is text, never a reference of the plan. */
function literal(text: string): string {
  return text.replaceAll('${', () => '$${');
}
