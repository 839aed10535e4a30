import { bashLike, interpreters } from './programs';
import { Unparsable, type Word } from './simpleCommand';

/** A script that one program gives to another language. */
export interface InnerScript {
  readonly language: 'bash' | 'powershell' | 'cmd';
  readonly script: string;
}

/**
 * The script that a shell is given as an argument; `undefined` when it is given none. A script that cannot be
 * known before it runs throws Unparsable.
 */
export function scriptOf(program: string, args: readonly Word[]): InnerScript | undefined {
  if (bashLike.has(program)) return bashScript(args);
  if (program === 'powershell') return powershellScript(args);
  if (program === 'cmd') return cmdScript(args);
  if (Object.hasOwn(scriptOptions, program)) return optionScript(program, args);
  if (program === 'eval') return { language: 'bash', script: args.map(known).join(' ') };
  if (program === 'invoke-expression') return { language: 'powershell', script: args.map(known).join(' ') };
  return undefined;
}

/** Options whose value a program gives to a shell. */
const scriptOptions: Readonly<Record<string, RegExp>> = {
  tar: /^(?:--to-command|--checkpoint-action|--use-compress-program|-I|--rsh-command|--info-script|-F|--new-volume-script)(?:=(?:exec=)?|$)/,
  bsdtar: /^(?:--use-compress-program)(?:=|$)/,
  script: /^(?:-[a-z]*c|--command)(?:=|$)/,
  rsync: /^(?:-e|--rsh|--rsync-path)(?:=|$)/,
  npx: /^(?:-c|--call)(?:=|$)/,
  npm: /^(?:-c|--call)(?:=|$)/,
};

function optionScript(program: string, args: readonly Word[]): InnerScript | undefined {
  const option = scriptOptions[program];
  const at = args.findIndex(({ text }) => option?.test(text) === true);
  const word = args[at];
  if (option === undefined || word === undefined) return undefined;
  const inline = word.text.replace(option, '');
  const isSeparate = inline === '' && !word.text.includes('=');
  return { language: 'bash', script: isSeparate ? known(args[at + 1]) : inline };
}

/** Whether the program would take its commands from standard input, as nothing else is given to it. */
export function readsStandardInput(program: string, args: readonly Word[]): boolean {
  if (!interpreters.has(program)) return false;
  const operands = args.filter(
    ({ text }) => !text.startsWith('-') && !(program === 'cmd' && text.startsWith('/')),
  );
  const hasScript = args.some(({ text }) =>
    /^-(?:[a-z]*c|e|m|p|r|-eval|-print|command|encodedcommand|file)$/i.test(text),
  );
  return args.some(({ text }) => text === '-' || text === '-s') || (operands.length === 0 && !hasScript);
}

function known(word: Word | undefined): string {
  if (word === undefined) throw new Unparsable('a shell is given no script');
  if (word.dynamic) throw new Unparsable('a shell is given a script that is made while it runs');
  return word.text;
}

const shortWithValue = new Set(['-o', '+o', '-O', '+O', '--rcfile', '--init-file']);

function bashScript(args: readonly Word[]): InnerScript | undefined {
  for (let at = 0; at < args.length; at++) {
    const word = args[at];
    if (word === undefined) break;
    if (word.process) throw new Unparsable('a shell runs the output of another command');
    const { text } = word;
    if (/^-[A-Za-z]*c[A-Za-z]*$/.test(text))
      return { language: 'bash', script: known(afterOptions(args, at + 1)) };
    if (shortWithValue.has(text)) at++;
    else if (!/^[-+]./.test(text)) return undefined;
  }
  return undefined;
}

/** `bash -c -x script`: options may still stand between. */
function afterOptions(args: readonly Word[], start: number): Word | undefined {
  let at = start;
  while (/^[-+]./.test(args[at]?.text ?? '')) at += shortWithValue.has(args[at]?.text ?? '') ? 2 : 1;
  return args[at];
}

const powershellWithValue = [
  'executionpolicy',
  'ep',
  'version',
  'windowstyle',
  'configurationname',
  'inputformat',
  'outputformat',
  'psconsolefile',
  'workingdirectory',
  'wd',
  'custompipename',
  'settingsfile',
];

function powershellScript(args: readonly Word[]): InnerScript | undefined {
  for (let at = 0; at < args.length; at++) {
    const name = /^(?:--?|\/)([A-Za-z]+)$/.exec(args[at]?.text ?? '')?.[1]?.toLowerCase();
    const rest = args.slice(at + 1);
    switch (powershellFlag(name)) {
      case 'none':
        return inlinePowershell(args.slice(at));
      case 'command':
        return inlinePowershell(rest);
      case 'encoded':
        return { language: 'powershell', script: decoded(known(rest[0])) };
      case 'file':
        return undefined;
      case 'value':
        at++;
        break;
      default:
    }
  }
  return undefined;
}

/** PowerShell takes any beginning of a flag's name for the flag. */
function powershellFlag(
  name: string | undefined,
): 'none' | 'encoded' | 'command' | 'file' | 'value' | 'alone' {
  if (name === undefined) return 'none';
  if (name === 'ec' || 'encodedcommand'.startsWith(name)) return 'encoded';
  if ('encodedarguments'.startsWith(name)) throw new Unparsable('encoded arguments are not read');
  if ('command'.startsWith(name) || 'commandwithargs'.startsWith(name)) return 'command';
  if ('file'.startsWith(name)) return 'file';
  return powershellWithValue.some((flag) => flag.startsWith(name)) ? 'value' : 'alone';
}

function inlinePowershell(words: readonly Word[]): InnerScript | undefined {
  const first = words[0]?.text ?? '';
  if (words.length > 0 && /\.ps1$/i.test(first)) return undefined;
  if (first === '-' || first === '') throw new Unparsable('a shell reads its script from elsewhere');
  return { language: 'powershell', script: words.map(known).join(' ') };
}

function cmdScript(args: readonly Word[]): InnerScript | undefined {
  const at = args.findIndex(({ text }) => /^\/[ckr]/i.test(text));
  if (at < 0) return undefined;
  const [first = '', ...rest] = args.slice(at).map(known);
  return {
    language: 'cmd',
    script: [first.slice(2), ...rest]
      .join(' ')
      .trim()
      .replace(/^"(.*)"$/, '$1'),
  };
}

const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** PowerShell's `-EncodedCommand`: base64 over UTF-16, low byte first. */
function decoded(text: string): string {
  const digits = text.replace(/=+$/, '');
  const bytes: number[] = [];
  let bits = 0;
  let value = 0;
  for (const digit of digits) {
    const index = base64.indexOf(digit);
    if (index < 0) throw new Unparsable('the encoded command is not base64');
    value = ((value << 6) | index) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((value >> bits) & 0xff);
    }
  }
  if (bytes.length % 2 !== 0 || bytes.length === 0) throw new Unparsable('the encoded command is not UTF-16');
  let script = '';
  for (let at = 0; at < bytes.length; at += 2)
    script += String.fromCharCode((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8));
  return script;
}
