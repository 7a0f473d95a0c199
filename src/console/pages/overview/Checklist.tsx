import { VisuallyHidden } from '@mantine/core';
import { IconCircle, IconCircleCheck } from '@tabler/icons-react';
import type { Overview } from '../../../http/schemas/overview.ts';
import { ServerButton } from '../../router/ServerLink.tsx';
import classes from './overview.module.css';

type Step = NonNullable<Overview['checklist']>[number];

const WORDS: Record<Step['step'], { readonly title: string; readonly what: string; readonly action: string }> = {
  connect: {
    title: 'Connect a source',
    what: 'Salesforce, with the client ID and secret of a connected app there; or files on an SFTP or FTP server. A few minutes.',
    action: 'Connect Salesforce',
  },
  choose: { title: 'Choose what to import', what: 'A List View, a Report or files, and what of them fills a contact.', action: 'Choose what to import' },
  preview: { title: 'Check the preview', what: 'What an import would change, before anything changes.', action: 'Check the preview' },
  run: { title: 'Run it', what: 'Contacts come in while you watch.', action: 'Run the import' },
  schedule: { title: 'Set a schedule', what: 'Windows of the day in which imports start, Eastern Time.', action: 'Set a schedule' },
};

/** What a new team does, in order, until its first run has finished. Only the next step has a button. */
export function Checklist({ steps }: { readonly steps: readonly Step[] }) {
  const next = steps.find((step) => !step.done);
  return (
    <ol className={classes.checklist} aria-label="First steps">
      {steps.map((step) => {
        const words = WORDS[step.step];
        const isNext = step === next;
        return (
          <li key={step.step} data-next={isNext || undefined}>
            {step.done ? (
              <IconCircleCheck size={22} aria-hidden className={classes.done} />
            ) : (
              <IconCircle size={22} aria-hidden className={classes.open} />
            )}
            <div>
              <span className={classes.step}>{words.title}</span>
              <VisuallyHidden>{step.done ? ', done' : ', to do'}</VisuallyHidden>
              {isNext && <p>{words.what}</p>}
            </div>
            {isNext && <ServerButton href={step.link}>{words.action}</ServerButton>}
          </li>
        );
      })}
    </ol>
  );
}
