import type { AnyAuthMethod, AuthenticationType, ParsedKey, Prompt } from 'ssh2';
import { ConnectorError } from '../../src/contract/errors.ts';
import type { ServerIdentity } from '../../src/contract/files.ts';
import type { ServerSettings } from './remote.ts';
import { identityOfKey, readPrivateKey } from './sshKeys.ts';
import type { Doorkeeper } from './sshSession.ts';

/** Words by which servers ask for the password, and those by which they ask for another one or for more. */
const PASSWORD = /passw|kennwort|contrase|mot de passe/i;
const NOT_THIS_ONE = /\b(?:new|again|re-?(?:type|enter)|change|one[- ]?time|otp|token)\b/i;

/** Lets nobody in: notes who answers, and ends the handshake before a user is named. */
export function lookOnly(noted: (identity: ServerIdentity) => void): Doorkeeper {
  return {
    admits(hostKey) {
      noted(identityOfKey(hostKey));
      return false;
    },
    signIn: () => false,
    refusal: () => null,
  };
}

/**
 * Signs in with the one secret the settings name. One try: servers lock users out after a few.
 *
 * @param trusted - what it throws ends the handshake, before a user is named
 * @throws ConnectorError `LOGIN_REFUSED` when the private key can't be used
 */
export function signInAs(
  { host, username, method }: ServerSettings,
  secrets: Readonly<Record<string, string>>,
  trusted: (identity: ServerIdentity) => void,
): Doorkeeper {
  const { password = '', privateKey = '', passphrase } = secrets;
  const key = method === 'private_key' ? readPrivateKey(privateKey, passphrase) : null;
  let refusal: Error | null = null;
  let tried = false;

  function refuse(error: Error): false {
    refusal ??= error;
    return false;
  }
  function answer(prompts: readonly Prompt[], finish: (answers: string[]) => void): void {
    const other = prompts.find((asked) => !isForPassword(asked));
    if (other) refuse(wantsMore(host, other.prompt));
    // Without answers the try fails; asked for the password again, it was wrong.
    finish(other || tried ? [] : prompts.map(() => password));
    tried = true;
  }
  return {
    admits(hostKey) {
      try {
        trusted(identityOfKey(hostKey));
        return true;
      } catch (error) {
        return refuse(error as Error);
      }
    },
    signIn(left, partial) {
      // The answer to this one names what the server takes.
      if (left === null) return { type: 'none', username };
      if (tried) return partial === true ? refuse(wantsMore(host, left.join(', '))) : false;
      const next = key ? withKey(key, left) : withPassword(left);
      tried = next !== null && next.type !== 'keyboard-interactive';
      return next ?? refuse(notOffered(host, key !== null, left));
    },
    refusal: () => refusal,
  };

  function withKey(parsed: ParsedKey, left: readonly AuthenticationType[]): AnyAuthMethod | null {
    return left.includes('publickey') ? { type: 'publickey', username, key: parsed } : null;
  }
  function withPassword(left: readonly AuthenticationType[]): AnyAuthMethod | null {
    if (left.includes('password')) return { type: 'password', username, password };
    if (!left.includes('keyboard-interactive')) return null;
    return {
      type: 'keyboard-interactive',
      username,
      prompt: (_name, _instructions, _language, prompts, finish) => answer(prompts, finish),
    };
  }
}

function isForPassword({ prompt, echo }: Prompt): boolean {
  return echo !== true && PASSWORD.test(prompt) && !NOT_THIS_ONE.test(prompt);
}

function loginRefused(message: string, vendorMessage: string): ConnectorError {
  return new ConnectorError('LOGIN_REFUSED', message, { kind: 'reauthorise' }, { vendorMessage });
}

/** A prompt that is not for the password, or a second proof after the first. */
function wantsMore(host: string, what: string): ConnectorError {
  return loginRefused(
    `${host} asks for more than one password or key. Ask campus IT for a user that signs in with one of them alone.`,
    what.trim(),
  );
}

function notOffered(host: string, isKey: boolean, left: readonly AuthenticationType[]): ConnectorError {
  const [refused, other] = isKey ? ['private key', 'password'] : ['password', 'private key'];
  return loginRefused(
    `${host} does not let this user sign in with a ${refused}. Choose ${other} under Authentication, or ask campus IT.`,
    left.join(', '),
  );
}
