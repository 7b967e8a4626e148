// The list of an object.
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { api, keys, useObject } from "../api/client";
import type { PageOf, RecordData } from "../api/types";
import { NotFound } from "../app/NotFound";

export default function ListPage() {
  const { object: name = "" } = useParams();
  const object = useObject(name);
  const page = useQuery({ queryKey: [...keys.object(name), "page"], queryFn: () => api.get<PageOf<RecordData>>(`/records/${name}`), enabled: Boolean(object) });
  if (!object) return <NotFound />;
  return (
    <ul>
      {page.data?.data.map((record) => (
        <li key={record.id}><Link to={`/o/${name}/${record.id}`}>{String(record[object.name_field] ?? record.id)}</Link></li>
      ))}
    </ul>
  );
}
