// Where one is signed in, and signing out from afar.
import { Badge, Button } from "@mantine/core";
import { IconDeviceDesktop, IconDeviceMobile } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client";
import { noticeProblem } from "../../app/notices";
import { formatMoment, formatWhen } from "../../fields/format/date";
import { useLocale } from "../../fields/useLocale";
import { t } from "../../i18n";
import { List, Loaded, pageClasses as classes, SetupPage } from "../kit/page";

interface Session {
  id: string;
  created_at: string;
  seen_at: string;
  agent: string;
  address: string;
  current: boolean;
}

const BROWSERS: [RegExp, string][] = [[/Edg\//, "Edge"], [/MicroMessenger/, "WeChat"], [/OPR\//, "Opera"], [/Firefox\//, "Firefox"], [/Chrom(e|ium)\//, "Chrome"], [/Safari\//, "Safari"]];
const SYSTEMS: [RegExp, string][] = [[/iPhone|iPad/, "iOS"], [/Android/, "Android"], [/Windows/, "Windows"], [/Mac OS X/, "macOS"], [/Linux/, "Linux"]];

/** A browser's long name in the two words that people know it by. */
function agentWords(agent: string): string {
  const first = (all: [RegExp, string][]) => all.find(([pattern]) => pattern.test(agent))?.[1];
  return [first(BROWSERS), first(SYSTEMS)].filter(Boolean).join(" · ") || agent.slice(0, 60) || t("Unknown");
}

export default function Sessions() {
  const locale = useLocale();
  const client = useQueryClient();
  const key = ["account", "sessions"];
  const sessions = useQuery({ queryKey: key, queryFn: async () => (await api.get<{ data: Session[] }>("/sessions")).data });
  const end = async (id: string) => {
    try {
      await api.del(`/sessions/${id}`);
      await client.invalidateQueries({ queryKey: key });
    } catch (error) {
      noticeProblem(error);
    }
  };
  return (
    <SetupPage title={t("My sessions")} about={t("Everywhere you are signed in. End what you don't know.")}>
      <Loaded asked={sessions}>
        {(all) => (
          <List label={t("My sessions")} heads={[t("Browser"), t("Last seen"), t("Since"), t("Address"), ""]}>
            {all.map((session) => {
              const Sign = /Mobile|iPhone|Android/.test(session.agent) ? IconDeviceMobile : IconDeviceDesktop;
              return (
                <tr key={session.id}>
                  <td><span className={classes.nameCell}><Sign size={18} stroke={1.6} aria-hidden />{agentWords(session.agent)}</span></td>
                  <td>{formatWhen(locale, session.seen_at)}</td>
                  <td>{formatMoment(locale, session.created_at)}</td>
                  <td className={classes.api}>{session.address}</td>
                  <td>{session.current ? <Badge size="sm" variant="light" tt="none" fw={500} color="teal">{t("this one")}</Badge> : <Button variant="subtle" color="red" size="compact-xs" onClick={() => void end(session.id)}>{t("End")}</Button>}</td>
                </tr>
              );
            })}
          </List>
        )}
      </Loaded>
    </SetupPage>
  );
}
