// A panel in its frame, with what stands there before it is drawn and when it has failed.
import { Button, Skeleton, useComputedColorScheme } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState, type RefObject } from "react";
import { useNavigate } from "react-router";
import { api, keys, useCatalogue, useMe } from "../api/client";
import type { RecordData, UiPanel } from "../api/types";
import { notice } from "../app/notices";
import { problemText } from "../app/problem";
import { language, locale, t } from "../i18n";
import type { Around } from "./bridge";
import { documentOf, SANDBOX } from "./document";
import { pageFonts, type FontBytes } from "./fonts";
import { Link, type Ending } from "./link";
import { lookNow } from "./look";
import classes from "./Panel.module.css";

export interface PanelProps {
  panel: UiPanel;
  record?: RecordData;
  /** The whole page is the panel's. */
  whole?: boolean;
}

interface Drawn {
  module: string;
  texts: Record<string, string>;
  fonts: FontBytes[];
}

const TALLEST = 2_000; // pixels; beyond that it scrolls by itself

async function drawnOf(panel: UiPanel): Promise<Drawn> {
  const [drawn, fonts] = await Promise.all([api.get<Omit<Drawn, "fonts">>(`/x/${panel.plugin}/panels/${panel.name}`), pageFonts()]);
  return { ...drawn, fonts };
}

function endingText(ending: Ending): string {
  if (ending.why === "failed") return t("It failed: {reason}", { reason: ending.message });
  if (ending.why === "silent") return t("It doesn’t answer any more, so it was stopped.");
  if (ending.why === "noisy") return t("It asked for too much at once, so it was stopped.");
  return t("It went to another address, so it was stopped.");
}

function useAround(frame: RefObject<HTMLIFrameElement | null>): Around {
  const client = useQueryClient();
  const navigate = useNavigate();
  return {
    written: async (object) => void client.invalidateQueries({ queryKey: keys.object(object) }),
    refresh: async () => void client.invalidateQueries({ queryKey: ["records"] }),
    notice,
    open: (object, id) => void navigate(`/o/${object}/${id}`),
    attended: () => navigator.userActivation.isActive && document.activeElement === frame.current,
  };
}

/** What a panel is told of where it stands and who looks. */
function useGiven(panel: UiPanel) {
  const { objects } = useCatalogue();
  const { user } = useMe();
  return {
    name: panel.name,
    label: panel.label,
    language: language(),
    locale: locale(),
    timeZone: user.time_zone,
    reader: { id: user.id, name: user.name },
    object: panel.object ? (objects[panel.object] ?? null) : null,
    objects: Object.fromEntries(panel.reads.map((name) => [name, objects[name]]).filter(([, object]) => object)),
  };
}

function Running({ panel, record, whole, drawn, onEnd }: PanelProps & { drawn: Drawn; onEnd: (ending: Ending) => void }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const link = useRef<Link | null>(null);
  const theme = useComputedColorScheme("light");
  const [height, setHeight] = useState(0);
  const [isShown, setShown] = useState(false);
  const [text] = useState(() => documentOf(theme));
  const around = useAround(frame);
  const given = useGiven(panel);

  useEffect(() => () => link.current?.close(), []);
  useEffect(() => link.current?.wear(lookNow(theme)), [theme]);
  useEffect(() => link.current?.show(record ?? null), [record]);

  const begin = () => {
    if (link.current) return link.current.end({ why: "left" }); // a frame loads once: this one has gone elsewhere
    link.current = new Link(panel, around, {
      height: setHeight,
      shown: () => setShown(true),
      trouble: (message, refused) => notice(refused ? message : t("{panel}: something went wrong. {reason}", { panel: panel.label, reason: message })),
      ended: onEnd,
    });
    const window = frame.current?.contentWindow;
    if (window) link.current.begin(window, { ...given, ...drawn, look: lookNow(theme), record: record ?? null });
  };

  return (
    <>
      {!isShown && height < 8 && <Waiting />}
      <iframe ref={frame} title={panel.label} className={classes.frame} data-whole={whole || undefined} sandbox={SANDBOX} srcDoc={text} onLoad={begin} height={Math.min(Math.max(height, 1), TALLEST)} />
    </>
  );
}

function Waiting() {
  return <div className={classes.waiting} aria-busy="true"><Skeleton h={13} w="70%" /><Skeleton h={13} w="45%" /></div>;
}

function Failed({ panel, reason, retry }: { panel: UiPanel; reason: string; retry: () => void }) {
  return (
    <div role="alert" className={classes.failed}>
      <p>{t("“{panel}” can’t be shown.", { panel: panel.label })} {reason}</p>
      <Button variant="default" onClick={retry}>{t("Try again")}</Button>
    </div>
  );
}

export function PanelFrame({ panel, record, whole }: PanelProps) {
  const asked = useQuery({ queryKey: ["panel", panel.name, language()], queryFn: () => drawnOf(panel), staleTime: 60_000 });
  const [ending, setEnding] = useState<Ending | null>(null);
  const retry = () => {
    setEnding(null);
    void asked.refetch();
  };
  if (ending) return <Failed panel={panel} reason={endingText(ending)} retry={retry} />;
  if (asked.data) return <Running key={asked.data.module} panel={panel} record={record} whole={whole} drawn={asked.data} onEnd={setEnding} />;
  if (asked.error) return <Failed panel={panel} reason={problemText(asked.error)} retry={retry} />;
  return <Waiting />;
}
