import { Group, Text, Title } from '@mantine/core';
import { useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, type ReactNode } from 'react';
import { useDocumentTitle } from './useDocumentTitle.ts';
import classes from './PageHeading.module.css';

interface PageHeadingProps {
  /** The words of the H1, and the first part of the page's title. */
  readonly title: string;
  /** The page's title when it says more than the H1: `12 errors · Run · Salesforce`. */
  readonly documentTitle?: string | undefined;
  /** Badges after the title. */
  readonly badges?: ReactNode;
  /** A count beside the title of a list. */
  readonly count?: string | undefined;
  /** Primary action, at the right; at the bottom of a narrow screen. */
  readonly actions?: ReactNode;
}

/** True once a page has been shown: the first one keeps the browser's own focus. */
let hasShownPage = false;

/** The one H1 of a page. Takes focus when the address changes, so that the change is heard. */
export function PageHeading({ title, documentTitle, badges, count, actions }: PageHeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  useDocumentTitle(documentTitle ?? title);
  useEffect(() => {
    if (hasShownPage) heading.current?.focus({ preventScroll: true });
    hasShownPage = true;
  }, [pathname]);
  return (
    <div className={classes.heading}>
      <Group gap="sm" className={classes.words}>
        <Title order={1} ref={heading} tabIndex={-1} className={classes.title}>
          {title}
        </Title>
        {count !== undefined && (
          <Text span c="dimmed" fz="lg" className="rc-number">
            {count}
          </Text>
        )}
        {badges}
      </Group>
      {actions !== undefined && actions !== null && <div className={classes.actions}>{actions}</div>}
    </div>
  );
}
