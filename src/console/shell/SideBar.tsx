import { VisuallyHidden } from '@mantine/core';
import { Link, useRouterState } from '@tanstack/react-router';
import { useOptOutCounts } from '../api/optOuts.ts';
import { useTeam } from '../api/team.tsx';
import { count } from '../format/number.ts';
import { SECTIONS, sectionWord } from './sections.ts';
import classes from './shell.module.css';

/** The sections of a team with the one count of the menu, what waits for a person; and the zone every time is in. */
export function SideBar({ onChosen }: { readonly onChosen?: () => void }) {
  const { slug } = useTeam();
  const waits = useOptOutCounts().data?.needsPerson ?? 0;
  const word = useRouterState({ select: (state) => sectionWord(state.location.pathname) });
  return (
    <>
      <ul className={classes.sections}>
        {SECTIONS.map((section) => {
          const isHere = section.word === word;
          return (
            <li key={section.label}>
              <Link
                to={section.to}
                params={{ team: slug }}
                className={classes.section}
                data-here={isHere || undefined}
                activeOptions={{ exact: true }}
                onClick={onChosen}
              >
                <section.icon size={18} aria-hidden stroke={1.75} />
                {section.label}
                {section.word === 'opt-outs' && waits > 0 && (
                  <span className={classes.count}>
                    {count(waits)}
                    <VisuallyHidden> wait for a person</VisuallyHidden>
                  </span>
                )}
              </Link>
              {isHere && section.children !== undefined && (
                <ul className={classes.children}>
                  {section.children.map((child) => (
                    <li key={child.label}>
                      <Link
                        to={child.to}
                        params={{ team: slug }}
                        className={classes.child}
                        activeOptions={{ exact: true }}
                        onClick={onChosen}
                      >
                        {child.label}
                      </Link>
                    </li>
                  ))}
                </ul>
              )}
            </li>
          );
        })}
      </ul>
      <p className={classes.zone}>All times Eastern</p>
    </>
  );
}
