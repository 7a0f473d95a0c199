import winston from 'winston';
import { redact, redactText } from './redact.ts';
import type { Settings } from './settings.ts';

type Details = Readonly<Record<string, unknown>>;

/** The service's log. Every line passes through `redact`, whoever writes it. */
export interface ServiceLog {
  info(message: string, details?: Details): void;
  warn(message: string, details?: Details): void;
  error(message: string, details?: Details): void;
}

/**
 * @param stream - where lines go; standard error, so that a command's output stays clean
 */
export function createLog(
  settings: Pick<Settings, 'logLevel' | 'logFormat'>,
  stream: NodeJS.WritableStream = process.stderr,
): ServiceLog {
  const { combine, json, printf, timestamp } = winston.format;
  const logger = winston.createLogger({
    level: settings.logLevel,
    format: combine(timestamp(), settings.logFormat === 'json' ? json() : printf(lineOfText)),
    transports: [new winston.transports.Stream({ stream })],
  });
  const write =
    (level: 'info' | 'warn' | 'error') =>
    (message: string, details?: Details): void => {
      logger.log({
        level,
        message: redactText(message),
        ...(details === undefined ? {} : { details: redact(details) }),
      });
    };
  return { info: write('info'), warn: write('warn'), error: write('error') };
}

/** `10:12:03 warn  Sign-in refused address=10.0.0.7`; an error's stack follows on lines of its own. */
function lineOfText(info: winston.Logform.TransformableInfo): string {
  const { error, ...details } = (info['details'] ?? {}) as Record<string, unknown>;
  const words = Object.entries(details).map(
    ([key, value]) => ` ${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const { stack, message } = (error ?? {}) as { stack?: string; message?: string };
  const tail = error === undefined ? '' : `\n${stack ?? message ?? JSON.stringify(error)}`;
  return `${String(info['timestamp']).slice(11, 19)} ${info.level.padEnd(5)} ${String(info.message)}${words.join('')}${tail}`;
}
