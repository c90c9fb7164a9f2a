// Names that a field offers while somebody types, for lists too long to be in the page: the list says where to ask.
//
//   <input list="speakers"> <datalist id="speakers" data-suggest="/events/x/speeches/speakers"></datalist>
//
// It is asked with ?q=… and answers JSON ["Trần Đức Thuần, Trưởng ban Tuyên giáo Tỉnh ủy", …]. Without scripts the name is simply typed.
for (const list of document.querySelectorAll("datalist[data-suggest]")) {
  for (const input of document.querySelectorAll(`input[list="${list.id}"]`)) {
    let timer, asked = "";
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, 200);
    });
    async function ask() {
      const text = input.value.trim();
      if (text.length < 2 || text === asked || [...list.options].some(option => option.value === text)) return;
      asked = text;
      try {
        const answer = await fetch(list.dataset.suggest + "?q=" + encodeURIComponent(text), { headers: { Accept: "application/json" } });
        if (!answer.ok || input.value.trim() !== text) return;
        list.replaceChildren(...(await answer.json()).map(name => new Option(name, name)));
      } catch { /* no network: what is typed is enough */ }
    }
  }
}
