import type { RawFile } from '@discordjs/rest';
import type { Result } from '#protocol/methods';
import type { ApprovalView, PreviewView } from '#protocol/methods/approvals';

import { commandLines, type ShownCommand } from '#protocol/shown/commandText';
import { harmlessJson } from '#protocol/shown/harmlessJson';
import { visible, visibleLines } from '#protocol/shown/visible';
import type { Texts } from '../texts/texts';
import { textFile } from './reply';

/** An approval with the previews that it covers. */
export type AskedApproval = ApprovalView & { readonly previews: readonly PreviewView[] };

/** Everything that an approval covers, as files: what its digest is made of, each difference whole, the plan. */
export function askedFiles(
  approval: AskedApproval,
  plan: Result<'plan/show'> | undefined,
  texts: Texts,
): readonly RawFile[] {
  const { previews } = approval;
  return [
    textFile('asked.txt', askedText(approval)),
    ...(previews.length === 0
      ? []
      : [textFile('changes.diff', previews.map((preview) => previewText(preview, texts)).join('\n'))]),
    ...(plan === undefined
      ? []
      : [
          textFile('plan.json', harmlessJson(plan.plan)),
          textFile(
            'consequences.json',
            harmlessJson({ blast_radius: plan.blast_radius, warnings: plan.warnings }),
          ),
        ]),
  ];
}

/** The commands as a shell would need them written, and below all that the digest covers. */
function askedText({ digest, shown, subject_type, subject_id }: AskedApproval): string {
  const commands = commandsOf(shown).flatMap((command) => commandLines(command));
  return [
    `${subject_type} ${visible(subject_id)}`,
    `digest ${digest}`,
    '',
    ...(commands.length === 0 ? [] : [...commands, '']),
    harmlessJson(shown),
    '',
  ].join('\n');
}

/** The commands of what is asked. */
export function commandsOf(shown: Readonly<Record<string, unknown>>): readonly ShownCommand[] {
  const commands = shown['commands'];
  return Array.isArray(commands)
    ? commands.filter((one): one is ShownCommand => typeof one === 'object' && one !== null)
    : [];
}

function previewText(preview: PreviewView, texts: Texts): string {
  const { path, op, encoding, old_sha256, new_sha256, diff, eol, bom, mode } = preview;
  const traits = [op, eol, ...(bom ? ['BOM'] : []), ...(mode === null ? [] : [(mode & 0o777).toString(8)])];
  const hashes = `sha256 ${old_sha256 ?? '(none)'} -> ${new_sha256 ?? '(none)'}`;
  const text = encoding === 'binary' ? `${texts.binary}\n` : visibleLines(diff);
  return `# ${visible(path)} (${traits.join(', ')})\n# ${hashes}\n${text}`;
}
