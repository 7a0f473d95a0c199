import { Text, Title } from '@mantine/core';
import { useId, type RefObject } from 'react';
import type { Preview } from '../../http/schemas/index.ts';
import { count } from '../format/number.ts';
import { phone } from '../format/phone.ts';
import { TextLink } from '../router/links.tsx';
import classes from './PreviewDiff.module.css';

interface PreviewLeftProps {
  readonly preview: Preview;
  readonly team: string;
  /** Takes focus when the count above is opened. */
  readonly heading: RefObject<HTMLHeadingElement | null>;
}

/** Contacts the source no longer holds, the first of them by name. */
export function PreviewLeft({ preview: { leftSource, leftSamples }, team, heading }: PreviewLeftProps) {
  const id = useId();
  if (leftSource === null || leftSamples.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <Title order={2} id={id} ref={heading} tabIndex={-1} mb={8}>
        Left the source
      </Title>
      <Text size="sm" c="dimmed" mb={8} className="rc-prose">
        They came from this source before and are not in it now. They stay, opted in or out as they are.
        {leftSource > leftSamples.length && ` The first ${count(leftSamples.length)} of ${count(leftSource)}:`}
      </Text>
      <div className={classes.scroll} role="region" aria-labelledby={id} tabIndex={0}>
        <table className={classes.people}>
          <caption className={classes.caption}>Left the source</caption>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Mobile number</th>
            </tr>
          </thead>
          <tbody>
            {leftSamples.map((person) => (
              <tr key={person.id}>
                <th scope="row">
                  <TextLink to="/t/$team/contacts/$contact" params={{ team, contact: person.id }}>
                    {person.name === '' ? 'No name' : person.name}
                  </TextLink>
                </th>
                <td className="rc-number">{person.mobile === null ? '–' : phone(person.mobile)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
