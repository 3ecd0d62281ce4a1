/* What the unwinder of gcc asks glibc for and musl does not have: the program's own table for unwinding. Only
   programs without shared libraries are linked with it. */
#define _GNU_SOURCE
#include <link.h>

/* As in glibc's <dlfcn.h>. */
struct dl_find_object {
    unsigned long long flags;
    void *map_start, *map_end;
    struct link_map *link_map;
    void *eh_frame;
    unsigned long long reserved[7];
};

struct search {
    ElfW(Addr) address;
    struct dl_find_object *found;
};

static int look(struct dl_phdr_info *object, size_t size, void *data)
{
    struct search *search = data;
    int inside = 0;
    void *eh_frame = 0;
    (void)size;
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *header = &object->dlpi_phdr[i];
        ElfW(Addr) start = object->dlpi_addr + header->p_vaddr;
        if (header->p_type == PT_GNU_EH_FRAME)
            eh_frame = (void *)start;
        if (header->p_type == PT_LOAD && search->address - start < header->p_memsz) {
            inside = 1;
            search->found->map_start = (void *)start;
            search->found->map_end = (void *)(start + header->p_memsz);
        }
    }
    search->found->eh_frame = eh_frame;
    return inside && eh_frame;
}

int _dl_find_object(void *address, struct dl_find_object *found)
{
    struct search search = { (ElfW(Addr))address, found };
    found->flags = 0;
    found->link_map = 0;
    return dl_iterate_phdr(look, &search) ? 0 : -1;
}
