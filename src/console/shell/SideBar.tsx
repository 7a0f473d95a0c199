import { Link, useRouterState } from '@tanstack/react-router';
import { useTeam } from '../api/team.tsx';
import { SECTIONS, sectionWord } from './sections.ts';
import classes from './shell.module.css';

/** The sections of a team, and the zone every time is in. */
export function SideBar({ onChosen }: { readonly onChosen?: () => void }) {
  const { slug } = useTeam();
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
